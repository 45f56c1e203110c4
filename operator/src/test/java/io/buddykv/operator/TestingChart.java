package io.buddykv.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Renders the chart as Helm would, as far as the chart asks for it: values, {@code with}, {@code if}, {@code not}, and the
 * functions {@code default}, {@code quote}, {@code toJson}, {@code indent} and {@code Files.Get}. Anything else fails, so that
 * a template that needs more is not taken for rendered.
 */
final class TestingChart {
    private static final Pattern ACTION = Pattern.compile("\\{\\{(-?)\\s*(.*?)\\s*(-?)\\}\\}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final JsonNode root;
    private String template;
    private Matcher action;
    private int at;
    private boolean trims;

    /** @param root {@code Values}, {@code Release} and {@code Chart} */
    TestingChart(Path directory, JsonNode root) {
        this.directory = directory;
        this.root = root;
    }

    String render(String name) throws IOException {
        template = Files.readString(directory.resolve("templates").resolve(name));
        action = ACTION.matcher(template);
        at = 0;
        trims = false;
        StringBuilder out = new StringBuilder();
        if (!block(out, root, true).isEmpty()) {
            throw new IllegalArgumentException(name + " has an end too many");
        }
        return out.toString();
    }

    /** Up to the block's end; returns {@code end}, or nothing at the end of the template. */
    private String block(StringBuilder out, JsonNode dot, boolean shown) throws IOException {
        while (action.find()) {
            text(out, template.substring(at, action.start()), action.group(1).equals("-"), shown);
            at = action.end();
            trims = action.group(3).equals("-");
            String said = action.group(2);
            if (said.equals("end")) {
                return said;
            }
            if (said.startsWith("with ")) {
                JsonNode value = value(said.substring(5), dot);
                inner(out, value, shown && isTrue(value));
            } else if (said.startsWith("if not ")) {
                inner(out, dot, shown && !isTrue(value(said.substring(7), dot)));
            } else if (said.startsWith("if ")) {
                inner(out, dot, shown && isTrue(value(said.substring(3), dot)));
            } else if (shown) {
                out.append(value(said, dot).asText());
            }
        }
        text(out, template.substring(at), false, shown);
        at = template.length();
        return "";
    }

    private void inner(StringBuilder out, JsonNode dot, boolean shown) throws IOException {
        if (block(out, dot, shown).isEmpty()) {
            throw new IllegalArgumentException("a block without end");
        }
    }

    private void text(StringBuilder out, String text, boolean trimsEnd, boolean shown) {
        String kept = trims ? text.stripLeading() : text;
        if (shown) {
            out.append(trimsEnd ? kept.stripTrailing() : kept);
        }
    }

    private static boolean isTrue(JsonNode value) {
        return value.isContainerNode()
                ? !value.isEmpty()
                : !value.isMissingNode()
                        && !value.asText().isEmpty()
                        && !value.asText().equals("false");
    }

    private JsonNode value(String pipeline, JsonNode dot) throws IOException {
        String[] stages = pipeline.split("\\s*\\|\\s*");
        JsonNode value = first(stages[0], dot);
        for (int i = 1; i < stages.length; i++) {
            value = piped(stages[i], value, dot);
        }
        return value;
    }

    private JsonNode first(String term, JsonNode dot) throws IOException {
        if (term.equals("toJson .")) {
            return json(dot);
        }
        if (term.startsWith("toJson ")) {
            return json(first(term.substring(7), dot));
        }
        if (term.startsWith(".Files.Get ")) {
            return TextNode.valueOf(
                    Files.readString(directory.resolve(term.substring(11).replace("\"", ""))));
        }
        if (term.equals(".")) {
            return dot;
        }
        if (!term.startsWith(".")) {
            throw new IllegalArgumentException("not known: " + term);
        }
        return root.at(term.replace('.', '/'));
    }

    private JsonNode piped(String function, JsonNode value, JsonNode dot) throws IOException {
        if (function.equals("quote")) {
            return json(TextNode.valueOf(value.asText()));
        }
        if (function.startsWith("default ")) {
            return isTrue(value) ? value : first(function.substring(8), dot);
        }
        if (function.startsWith("indent ")) {
            String margin = " ".repeat(Integer.parseInt(function.substring(7)));
            return TextNode.valueOf(value.asText().replaceAll("(?m)^", margin));
        }
        throw new IllegalArgumentException("not known: " + function);
    }

    private static JsonNode json(JsonNode value) throws JsonProcessingException {
        return TextNode.valueOf(JSON.writeValueAsString(value));
    }
}
