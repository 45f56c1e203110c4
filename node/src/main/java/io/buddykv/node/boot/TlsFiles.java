package io.buddykv.node.boot;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client port shows whoever connects.
 *
 * @param certificate PEM; those that signed it may follow
 * @param key its private key: PEM, PKCS 8, not encrypted
 */
public record TlsFiles(Path certificate, Path key) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] PROBE = "signed by the one, verified by the other".getBytes(StandardCharsets.US_ASCII);

    /** Both, or none. */
    static Optional<TlsFiles> of(Path certificate, Path key) {
        if (certificate == null && key == null) {
            return Optional.empty();
        }
        if (certificate == null) {
            throw new InvalidSettingException("--tls-certificate", "(missing)", "is what --tls-key belongs to");
        }
        if (key == null) {
            throw new InvalidSettingException("--tls-key", "(missing)", "is needed with --tls-certificate");
        }
        return Optional.of(new TlsFiles(certificate, key));
    }

    /** @throws InvalidSettingException when a file cannot be read, or the key is not the certificate's */
    SslContext read() {
        X509Certificate[] shown = certificates();
        PrivateKey secret = key(shown[0].getPublicKey());
        try {
            return SslContextBuilder.forServer(secret, shown).build();
        } catch (IOException e) {
            throw new InvalidSettingException("--tls-certificate", certificate, "cannot be used: " + e.getMessage());
        }
    }

    private X509Certificate[] certificates() {
        X509Certificate[] shown;
        try (InputStream in = Files.newInputStream(certificate)) {
            shown = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidSettingException("--tls-certificate", certificate, "cannot be read: " + e);
        }
        if (shown.length == 0) {
            throw new InvalidSettingException("--tls-certificate", certificate, "holds no certificate");
        }
        return shown;
    }

    private PrivateKey key(PublicKey of) {
        try {
            Matcher pem = KEY.matcher(Files.readString(key));
            if (!pem.find()) {
                throw new InvalidSettingException("--tls-key", key, "holds no 'BEGIN PRIVATE KEY' (PKCS 8)");
            }
            PrivateKey secret = KeyFactory.getInstance(of.getAlgorithm())
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1))));
            if (!areOnePair(secret, of)) {
                throw new InvalidSettingException("--tls-key", key, "is not the key of " + certificate);
            }
            return secret;
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidSettingException("--tls-key", key, "cannot be read: " + e);
        }
    }

    private static boolean areOnePair(PrivateKey secret, PublicKey open) throws GeneralSecurityException {
        String algorithm =
                switch (open.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> open.getAlgorithm();
                };
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(secret);
        signing.update(PROBE);
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(open);
        verifying.update(PROBE);
        return verifying.verify(signing.sign());
    }
}
