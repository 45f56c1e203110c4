package io.buddykv.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.client.TestingCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
    @TempDir
    static Path directory;

    private final TestingCertificate certificate = TestingCertificate.make(directory);

    @Test
    void aCertificateAndItsKeyMakeAServer() {
        assertThat(new TlsFiles(certificate.certificate(), certificate.key())
                        .read()
                        .isServer())
                .isTrue();
    }

    @Test
    void whatCannotBeReadIsRefusedWithItsFiles() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken"), "nothing");
        Path none = directory.resolve("none");

        assertThatThrownBy(() -> new TlsFiles(none, certificate.key()).read())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("--tls-certificate: " + none);
        assertThatThrownBy(() -> new TlsFiles(certificate.certificate(), broken).read())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("--tls-key: " + broken);
        assertThatThrownBy(() -> new TlsFiles(broken, certificate.key()).read())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("--tls-certificate: " + broken);
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        TestingCertificate other = TestingCertificate.make(directory.resolve("other"));

        assertThatThrownBy(() -> new TlsFiles(certificate.certificate(), other.key()).read())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("is not the key of");
    }
}
