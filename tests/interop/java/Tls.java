import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS with a certificate on both sides, on 127.0.0.1. A store is TYPE:FILE:PASSWORD_FILE.
 *
 * server STORE TRUSTED: prints its port, answers each connection with the serial number of the client's certificate,
 * ends with its standard input. client PORT TRUSTED STORE...: asks once with each store, prints a line for each: what the
 * server answered, or "refused: " and why the store did not open, or "failed: " and why TLS did not come about.
 */
class Tls {
    private static final int PATIENCE = 600_000;

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("server")) {
            serve(context(open(arguments[1]), arguments[1], open(arguments[2])));
            return;
        }
        KeyStore trusted = open(arguments[2]);
        for (int index = 3; index < arguments.length; index++) {
            System.out.println(ask(Integer.parseInt(arguments[1]), trusted, arguments[index]));
        }
    }

    private static KeyStore open(String store) throws Exception {
        String[] parts = store.split(":");
        KeyStore opened = KeyStore.getInstance(parts[0]);
        try (var in = new FileInputStream(parts[1])) {
            opened.load(in, password(store));
        }
        return opened;
    }

    private static char[] password(String store) throws IOException {
        return Files.readString(Path.of(store.split(":")[2])).toCharArray();
    }

    private static SSLContext context(KeyStore own, String store, KeyStore trusted) throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, password(store));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static void serve(SSLContext context) throws Exception {
        var server = (SSLServerSocket) context.getServerSocketFactory()
                .createServerSocket(0, 16, InetAddress.getByName("127.0.0.1"));
        server.setNeedClientAuth(true);
        System.out.println(server.getLocalPort());
        var end = new Thread(() -> {
            try {
                System.in.read();
            } catch (IOException closed) {
                // The same as its end.
            }
            System.exit(0);
        });
        end.start();
        while (true) {
            try (var socket = (SSLSocket) server.accept()) {
                socket.setSoTimeout(PATIENCE);
                socket.startHandshake();
                var lines = new BufferedReader(new InputStreamReader(socket.getInputStream()));
                while (!lines.readLine().isEmpty()) {
                    // The request's head.
                }
                var peer = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                String body = "SUCCESS " + peer.getSerialNumber().toString(16).toUpperCase() + "\n";
                String answer = "HTTP/1.0 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            } catch (IOException | NullPointerException broken) {
                // A client that has no right certificate.
            }
        }
    }

    private static String ask(int port, KeyStore trusted, String store) throws Exception {
        KeyStore own;
        try {
            own = open(store);
        } catch (IOException refused) {
            return "refused: " + refused.getMessage();
        }
        var factory = context(own, store, trusted).getSocketFactory();
        try (var socket = (SSLSocket) factory.createSocket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoTimeout(PATIENCE);
            socket.getOutputStream().write("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream()));
            String last = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
            }
            return last;
        } catch (SSLException failed) {
            return "failed: " + failed.getMessage();
        }
    }
}
