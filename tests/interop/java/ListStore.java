import java.io.FileInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.Collections;

/**
 * Opens key stores: each argument is TYPE:FILE:PASSWORD_FILE. Prints a line for each entry, or why a store was
 * refused. Java 11 compiles it.
 */
class ListStore {
    public static void main(String[] arguments) throws Exception {
        for (String argument : arguments) {
            String[] parts = argument.split(":");
            char[] password = Files.readString(Path.of(parts[2])).toCharArray();
            KeyStore store = KeyStore.getInstance(parts[0]);
            try (var in = new FileInputStream(parts[1])) {
                store.load(in, password);
            } catch (java.io.IOException refused) {
                System.out.println("refused: " + refused.getMessage());
                continue;
            }
            for (String alias : Collections.list(store.aliases())) {
                byte[] name = alias.getBytes(StandardCharsets.UTF_8);
                var line = new StringBuilder(hexadecimal(name));
                if (store.isKeyEntry(alias)) {
                    line.append(" key");
                    for (Certificate certificate : store.getCertificateChain(alias)) {
                        line.append(' ').append(sha256(certificate));
                    }
                    var key = (PrivateKey) store.getKey(alias, password);
                    Signature signature = Signature.getInstance("SHA256withRSA");
                    signature.initSign(key);
                    signature.update(name);
                    byte[] signed = signature.sign();
                    signature.initVerify(store.getCertificate(alias));
                    signature.update(name);
                    line.append(signature.verify(signed) ? " pair" : " no pair");
                } else {
                    line.append(" trusted ").append(sha256(store.getCertificate(alias)));
                }
                System.out.println(line);
            }
        }
    }

    private static String sha256(Certificate certificate) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return hexadecimal(hash);
    }

    private static String hexadecimal(byte[] bytes) {
        var text = new StringBuilder();
        for (byte one : bytes) {
            text.append(String.format("%02x", one));
        }
        return text.toString();
    }
}
