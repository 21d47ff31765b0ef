import java.io.FileInputStream;
import java.io.FileReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;

/** Opens the stores that the system's properties name, as Java's own TLS does, and prints what its process list shows. */
class SystemStores {
    /** Perhaps a file of properties, which are then the system's. */
    public static void main(String[] files) throws Exception {
        if (files.length > 0) {
            try (var reader = new FileReader(files[0])) {
                System.getProperties().load(reader);
            }
        }
        var key = open("keyStore");
        var alias = key.aliases().nextElement();
        var password = System.getProperty("javax.net.ssl.keyStorePassword").toCharArray();
        if (key.getKey(alias, password) == null) throw new IllegalStateException("no key");
        System.out.printf("key %s %d, trusted %d%n", alias, key.getCertificateChain(alias).length, open("trustStore").size());
        System.out.println(Files.readString(Path.of("/proc/self/cmdline")).replace('\0', ' '));
    }

    private static KeyStore open(String name) throws Exception {
        var property = "javax.net.ssl." + name;
        var store = KeyStore.getInstance(System.getProperty(property + "Type"));
        try (var file = new FileInputStream(System.getProperty(property))) {
            store.load(file, System.getProperty(property + "Password").toCharArray());
        }
        return store;
    }
}
