package io.buddykv.node.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;

/**
 * The project's classes with one rule taken out of one of them: its source is changed in one place and compiled, and all
 * classes of the project are loaded anew around it. The project itself has no switch for any rule.
 */
final class TakenOut extends ClassLoader {
    private static final String PROJECT = "io.buddykv.";

    private final Map<String, byte[]> changed;

    private TakenOut(Map<String, byte[]> changed) {
        super(TakenOut.class.getClassLoader());
        this.changed = changed;
    }

    /** The very same classes, loaded anew. */
    static TakenOut nothing() {
        return new TakenOut(Map.of());
    }

    /**
     * One place.
     *
     * @param source path of the source, from the project's root
     * @param original stands in it exactly once
     */
    record Edit(String source, String original, String replacement) {
        String applyTo(String text) {
            int at = text.indexOf(original);
            if (at < 0 || text.indexOf(original, at + 1) >= 0) {
                throw new IllegalArgumentException("not exactly once in " + source + ": " + original);
            }
            return text.replace(original, replacement);
        }
    }

    static TakenOut of(List<Edit> edits) {
        try {
            Map<Path, String> texts = new LinkedHashMap<>();
            for (Edit edit : edits) {
                Path path = root().resolve(edit.source());
                String text = texts.containsKey(path) ? texts.get(path) : Files.readString(path);
                texts.put(path, edit.applyTo(text));
            }
            return new TakenOut(compiled(texts));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("topology/src"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    /** What {@link Scenario#firstViolation} says of these classes. */
    String firstViolation(Scenario scenario, long from, long to) throws ReflectiveOperationException {
        return (String) ofScenario("firstViolation", String.class, long.class, long.class)
                .invoke(null, scenario.name(), from, to);
    }

    /** What {@link Scenario#fingerprint} says of these classes. */
    long fingerprint(Scenario scenario, long seed) throws ReflectiveOperationException {
        return (long) ofScenario("fingerprint", String.class, long.class).invoke(null, scenario.name(), seed);
    }

    private Method ofScenario(String name, Class<?>... parameters) throws ReflectiveOperationException {
        Method method = loadClass(Scenario.class.getName()).getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(PROJECT)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = changed.get(name);
        if (bytes == null) {
            try (var stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (stream == null) {
                    throw new ClassNotFoundException(name);
                }
                bytes = stream.readAllBytes();
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    /** Runs one test of these classes; it throws what the test throws. */
    void run(Rule.Proof.Tested test) throws Throwable {
        Class<?> type = loadClass(test.testClass());
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object instance = constructor.newInstance();
        try {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(BeforeEach.class)) {
                    invoke(method, instance);
                }
            }
            invoke(type.getDeclaredMethod(test.method()), instance);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private static void invoke(Method method, Object instance) throws ReflectiveOperationException {
        method.setAccessible(true);
        method.invoke(instance);
    }

    private static Map<String, byte[]> compiled(Map<Path, String> texts) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        StringWriter messages = new StringWriter();
        List<String> options = List.of("-nowarn", "-proc:none", "-cp", classPath());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean good = compiler.getTask(messages, inMemory(files, classes), null, options, null, sources(texts))
                    .call();
            if (!good) {
                throw new IllegalArgumentException("the changed source does not compile: " + messages);
            }
        }
        Map<String, byte[]> bytes = new HashMap<>();
        classes.forEach((name, octets) -> bytes.put(name, octets.toByteArray()));
        return bytes;
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static List<JavaFileObject> sources(Map<Path, String> texts) {
        List<JavaFileObject> sources = new ArrayList<>();
        texts.forEach((path, text) -> sources.add(source(path, text)));
        return sources;
    }

    private static JavaFileObject source(Path path, String text) {
        return new SimpleJavaFileObject(path.toUri(), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static JavaFileManager inMemory(StandardJavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
        return new ForwardingJavaFileManager<JavaFileManager>(files) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                return new SimpleJavaFileObject(
                        URI.create("memory:///" + className.replace('.', '/') + ".class"), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        ByteArrayOutputStream octets = new ByteArrayOutputStream();
                        classes.put(className, octets);
                        return octets;
                    }
                };
            }
        };
    }
}
