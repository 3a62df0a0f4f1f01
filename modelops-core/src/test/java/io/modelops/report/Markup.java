package io.modelops.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tags of a page in order, as far as tests need them. */
record Markup(List<Tag> tags, String text) {
    private static final Pattern TAG = Pattern.compile(
            "<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\\s+[a-zA-Z-]+(?:=\"[^\"]*\")?)*)\\s*(/?)>", Pattern.DOTALL);
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-zA-Z-]+)(?:=\"([^\"]*)\")?", Pattern.DOTALL);

    record Tag(String name, boolean closing, Map<String, String> attributes) {
        boolean opens(String other) {
            return !closing && name.equals(other);
        }

        String attribute(String attribute) {
            return attributes.getOrDefault(attribute, "");
        }
    }

    static Markup of(String html) {
        String page = html.replaceFirst("<!DOCTYPE html>", "").replaceAll("(?s)<style>.*?</style>", "");
        List<Tag> tags = new ArrayList<>();
        Matcher matcher = TAG.matcher(page);
        StringBuilder text = new StringBuilder();
        int end = 0;
        while (matcher.find()) {
            text.append(page, end, matcher.start());
            end = matcher.end();
            Map<String, String> attributes = new LinkedHashMap<>();
            Matcher attribute = ATTRIBUTE.matcher(matcher.group(3));
            while (attribute.find()) {
                attributes.put(attribute.group(1), attribute.group(2) == null ? "" : attribute.group(2));
            }
            tags.add(new Tag(matcher.group(2), !matcher.group(1).isEmpty(), attributes));
        }
        return new Markup(tags, text.append(page.substring(end)).toString());
    }

    List<Tag> opening(String name) {
        return tags.stream().filter(tag -> tag.opens(name)).toList();
    }

    List<String> attributes(String name) {
        return tags.stream()
                .filter(tag -> tag.attributes().containsKey(name))
                .map(tag -> tag.attribute(name))
                .toList();
    }
}
