package io.buddykv.node.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Keeps a {@link ClusterState} in a file that is replaced whole, so that a reader never sees half of it. */
final class StateFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .build();

    private final Path file;

    StateFile(Path file) {
        this.file = file;
    }

    /** Empty when no cluster has been started, or it has been ended in order. */
    Optional<ClusterState> read() {
        try {
            return Optional.of(JSON.readValue(Files.readString(file), ClusterState.class));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (JsonProcessingException damaged) {
            throw new LaunchException(file + " cannot be read (" + damaged.getOriginalMessage()
                    + "); end the processes it named yourself, then delete it");
        } catch (IOException e) {
            throw new LaunchException(file + " cannot be read: " + e, e);
        }
    }

    void write(ClusterState state) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(state));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
