import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Opens a DER EncryptedPrivateKeyInfo and prints the id of the key: the SHA-256 of its public key's DER. */
class OpenKey {
    /** The key's file, and a file that holds its passphrase. */
    public static void main(String[] files) throws Exception {
        var info = new EncryptedPrivateKeyInfo(Files.readAllBytes(Path.of(files[0])));
        var passphrase = Files.readString(Path.of(files[1]), StandardCharsets.US_ASCII).toCharArray();
        // The name of a PBES2 scheme, such as PBEWithHmacSHA256AndAES_256, is in its parameters.
        var scheme = info.getAlgParameters().toString();
        var secret = SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(passphrase));
        var cipher = Cipher.getInstance(scheme);
        cipher.init(Cipher.DECRYPT_MODE, secret, info.getAlgParameters());
        var factory = KeyFactory.getInstance("RSA");
        var key = (RSAPrivateCrtKey) factory.generatePrivate(info.getKeySpec(cipher));
        var spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
        var digest = MessageDigest.getInstance("SHA-256").digest(factory.generatePublic(spec).getEncoded());
        System.out.println(HexFormat.of().formatHex(digest));
    }
}
