package com.aoin.reels.auth;

import static com.aoin.reels.auth.TestingTokens.EC;
import static com.aoin.reels.auth.TestingTokens.claims;
import static com.aoin.reels.auth.TestingTokens.es256;
import static com.aoin.reels.auth.TestingTokens.header;
import static com.aoin.reels.auth.TestingTokens.jwk;
import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ReelsProcess;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys published over HTTPS by a real server whose certificate comes from an authority of the test's own. Whom a JVM
 * trusts is decided when it starts, so each case has a process of its own.
 */
class JwksOverTlsIT {
    private static final String PASSWORD = "changeit";
    private static final String TOKEN = es256(header("ES256", "one"), claims(""), EC);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeCertificates() throws Exception {
        keytool("-genkeypair", "-keystore", "ca.p12", "-alias", "ca", "-dname", "CN=Testing CA", "-ext", "bc:c");
        keytool("-exportcert", "-keystore", "ca.p12", "-alias", "ca", "-file", "ca.crt");
        keytool("-importcert", "-noprompt", "-keystore", "trusted.p12", "-alias", "ca", "-file", "ca.crt");
        certificate("right", "san=dns:localhost");
        certificate("other", "san=dns:provider.example");
    }

    private static void certificate(String name, String extension) throws Exception {
        String store = name + ".p12";
        keytool("-genkeypair", "-keystore", store, "-alias", "server", "-dname", "CN=" + name);
        keytool("-certreq", "-keystore", store, "-alias", "server", "-file", name + ".csr");
        keytool(
                "-gencert",
                "-keystore",
                "ca.p12",
                "-alias",
                "ca",
                "-infile",
                name + ".csr",
                "-outfile",
                name + ".crt",
                "-ext",
                extension);
        keytool("-importcert", "-noprompt", "-keystore", store, "-alias", "ca", "-file", "ca.crt");
        keytool("-importcert", "-noprompt", "-keystore", store, "-alias", "server", "-file", name + ".crt");
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-validity", "2"));
        }
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    /** Verifies a token signed with the keys that a server with this certificate publishes. */
    private static int verify(String certificate, Map<String, String> environment)
            throws IOException, GeneralSecurityException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity(certificate)));
        server.createContext(
                "/", exchange -> TestingJwksServer.respond(exchange, 200, TestingJwksServer.keySet(jwk(EC, "one"))));
        server.start();
        String url = "https://localhost:" + server.getAddress().getPort() + "/jwks.json";
        try (ReelsProcess process = ReelsProcess.start(environment, VerifyingToken.class.getName(), url, TOKEN)) {
            return process.awaitEnd();
        } finally {
            server.stop(0);
        }
    }

    private static SSLContext identity(String certificate) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(certificate + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static Map<String, String> trusting() {
        return Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Djavax.net.ssl.trustStore=" + folder.resolve("trusted.p12") + " -Djavax.net.ssl.trustStorePassword="
                        + PASSWORD);
    }

    @Test
    void aCertificateOfATrustedAuthorityIsAccepted() throws Exception {
        assertThat(verify("right", trusting())).isZero();
    }

    @Test
    void anUnknownAuthorityIsRefused() throws Exception {
        assertThat(verify("right", Map.of())).isEqualTo(3);
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        assertThat(verify("other", trusting())).isEqualTo(3);
    }
}
