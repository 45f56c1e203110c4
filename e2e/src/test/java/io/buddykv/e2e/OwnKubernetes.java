package io.buddykv.e2e;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * A K3s in a container, started when it is first asked for and used by all tests of this process; Testcontainers takes it
 * away afterwards. It gets the tested images from the Docker engine that runs it.
 *
 * <p>Tests speak to pods and services by their own addresses. These are reached by way of the container's address, which a
 * second container, on the machine's own network, tells the machine. That works where the engine runs on the machine that
 * runs the tests, and is Linux.
 */
final class OwnKubernetes {
    private static final String K3S_IMAGE = System.getProperty("e2e.k3s.image");
    private static final List<String> PODS_AND_SERVICES = List.of("10.42.0.0/16", "10.43.0.0/16");
    private static final List<Path> SOCKETS = List.of(
            Path.of("/var/run/docker.sock"), Path.of(System.getProperty("user.home"), ".docker/run/docker.sock"));
    private static final String BRIDGE = "bridge";
    private static final String IMAGE_IN_K3S = "/tmp/image.tar";

    private static K3sContainer running;

    private OwnKubernetes() {}

    /** Testcontainers is asked only where there is a sign of an engine: it tells at length where it has looked in vain. */
    static boolean isPossible() {
        return (System.getenv("DOCKER_HOST") != null || SOCKETS.stream().anyMatch(Files::exists))
                && DockerClientFactory.instance().isDockerAvailable();
    }

    /** Its kubeconfig, as YAML. */
    static synchronized String kubeconfig() {
        if (running == null) {
            K3sContainer starting = new K3sContainer(DockerImageName.parse(K3S_IMAGE));
            starting.start();
            for (String image : List.of(
                    TestingKubernetes.nodeImage(),
                    TestingKubernetes.nextNodeImage(),
                    TestingKubernetes.operatorImage())) {
                load(image, starting);
            }
            route(starting);
            running = starting;
        }
        return running.getKubeConfigYaml();
    }

    private static void load(String image, K3sContainer k3s) {
        DockerClient docker = DockerClientFactory.lazyClient();
        int tag = image.lastIndexOf(':');
        try {
            Path file = Files.createTempFile("image", ".tar");
            try (InputStream saved = docker.saveImagesCmd()
                    .withImage(image.substring(0, tag), image.substring(tag + 1))
                    .exec()) {
                Files.copy(saved, file, StandardCopyOption.REPLACE_EXISTING);
                k3s.copyFileToContainer(MountableFile.forHostPath(file), IMAGE_IN_K3S);
                Container.ExecResult imported =
                        k3s.execInContainer("ctr", "--namespace=k8s.io", "images", "import", IMAGE_IN_K3S);
                if (imported.getExitCode() != 0) {
                    throw new IllegalStateException(image + " cannot be given to K3s: " + imported.getStderr());
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The Docker engine has no image " + image, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void route(K3sContainer k3s) {
        String address = k3s.getContainerInfo()
                .getNetworkSettings()
                .getNetworks()
                .get(BRIDGE)
                .getIpAddress();
        StringBuilder routes = new StringBuilder();
        PODS_AND_SERVICES.forEach(range -> routes.append("ip route replace ")
                .append(range)
                .append(" via ")
                .append(address)
                .append(" && "));
        try (GenericContainer<?> router = new GenericContainer<>(DockerImageName.parse(K3S_IMAGE))) {
            router.withNetworkMode("host")
                    .withPrivilegedMode(true)
                    .withCreateContainerCmdModifier(command -> command.withEntrypoint("/bin/sh", "-c", routes + "true"))
                    .withStartupCheckStrategy(new OneShotStartupCheckStrategy())
                    .start();
        }
    }
}
