package io.buddykv.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private final Credentials credentials = new Credentials("0123456789abcdef\n");
    private final byte[] nonce = new byte[Credentials.NONCE_LENGTH];

    @Test
    void acceptsOnlyTheClustersOwnSecret() {
        assertThat(credentials.accepts(credentials.headerValue())).isTrue();
        assertThat(credentials.accepts("0123456789abcdef")).isTrue();
        assertThat(credentials.accepts("0123456789abcdeF")).isFalse();
        assertThat(credentials.accepts("0123456789abcde")).isFalse();
        assertThat(credentials.accepts("")).isFalse();
        assertThat(credentials.accepts(null)).isFalse();
    }

    @Test
    void provesItselfForOneNonceAndOneIdentity() {
        byte[] proof = credentials.proof(nonce, "1 to 2");
        byte[] otherNonce = nonce.clone();
        otherNonce[31] = 1;

        assertThat(proof).hasSize(Credentials.PROOF_LENGTH);
        assertThat(credentials.isProof(proof, nonce, "1 to 2")).isTrue();
        assertThat(credentials.isProof(proof, nonce, "2 to 1")).isFalse();
        assertThat(credentials.isProof(proof, otherNonce, "1 to 2")).isFalse();
        assertThat(credentials.isProof(new byte[0], nonce, "1 to 2")).isFalse();
        assertThat(new Credentials(Credentials.newSecret()).isProof(proof, nonce, "1 to 2"))
                .isFalse();
    }

    @Test
    void isHmacSha256OfNonceAndIdentity() {
        // Computed with: printf '%032d1 to 2' 0 | openssl dgst -sha256 -hmac 0123456789abcdef
        byte[] zeros = "0".repeat(32).getBytes(StandardCharsets.US_ASCII);
        assertThat(HexFormat.of().formatHex(credentials.proof(zeros, "1 to 2")))
                .isEqualTo("93910c244bc1c5c67cd1f0bbd56e94cf3dd9641421b237387ffb7d1c6dae526f");
    }

    @Test
    void takesNoSecretThatCouldBeGuessed() {
        assertThatThrownBy(() -> new Credentials("short")).hasMessageContaining("at least 16 octets, not 5");
    }

    @Test
    void makesANewSecretAndNonceEachTime() {
        assertThat(Credentials.newSecret()).isNotEqualTo(Credentials.newSecret());
        assertThat(Credentials.newNonce()).isNotEqualTo(Credentials.newNonce());
    }

    @Test
    void showsTheSecretToNobody() {
        assertThat(credentials).hasToString("Credentials");
    }
}
