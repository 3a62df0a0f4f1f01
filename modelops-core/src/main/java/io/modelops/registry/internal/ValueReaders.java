package io.modelops.registry.internal;

import io.modelops.model.Actor;
import io.modelops.model.Digest;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.Signature;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The forms that parts of events have. */
final class ValueReaders {
    private static final int UUID_LENGTH = 36;
    private static final int FEW = 4;

    private static final Map<Type, ValueReader> SIMPLE = Map.ofEntries(
            Map.entry(String.class, text(new Recurring<>(text -> text))),
            Map.entry(ModelName.class, text(new Recurring<>(ModelName::new))),
            Map.entry(Digest.class, text(Digest::new)),
            Map.entry(Actor.class, text(new Recurring<>(Actor::new))),
            Map.entry(ModelRef.Numbered.class, text(ModelRef.Numbered::parse)),
            Map.entry(UUID.class, text(ValueReaders::uuid)),
            Map.entry(int.class, expecting(JsonToken.VALUE_NUMBER_INT, JsonParser::getIntValue)),
            Map.entry(Integer.class, expecting(JsonToken.VALUE_NUMBER_INT, JsonParser::getIntValue)),
            Map.entry(long.class, expecting(JsonToken.VALUE_NUMBER_INT, JsonParser::getLongValue)),
            Map.entry(Long.class, expecting(JsonToken.VALUE_NUMBER_INT, JsonParser::getLongValue)),
            Map.entry(double.class, expecting(JsonToken.VALUE_NUMBER_FLOAT, JsonParser::getDoubleValue)),
            Map.entry(Double.class, expecting(JsonToken.VALUE_NUMBER_FLOAT, JsonParser::getDoubleValue)));

    private ValueReaders() {}

    /** @throws NotAsWrittenException if only data binding can read values of this type */
    static ValueReader of(Type type) {
        ValueReader simple = SIMPLE.get(type);
        if (simple != null) {
            return simple;
        }
        if (type == Signature.class) {
            RecordReader reader = new RecordReader(Signature.class);
            Recurring<Object, Object> signatures = new Recurring<>(signature -> signature);
            return parser -> signatures.apply(reader.read(parser));
        }
        if (type instanceof Class<?> plain && plain.isRecord()) {
            return new RecordReader(plain);
        }
        if (type instanceof Class<?> plain && plain.isEnum()) {
            return constant(plain.getEnumConstants());
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return list(of(generic.getActualTypeArguments()[0]));
        }
        if (type instanceof ParameterizedType generic
                && generic.getRawType() == Map.class
                && generic.getActualTypeArguments()[0] == String.class) {
            return map(of(generic.getActualTypeArguments()[1]));
        }
        throw new NotAsWrittenException();
    }

    static UUID uuid(String text) {
        NotAsWrittenException.unless(text.length() == UUID_LENGTH
                && text.charAt(8) == '-'
                && text.charAt(13) == '-'
                && text.charAt(18) == '-'
                && text.charAt(23) == '-');
        return UUID.fromString(text);
    }

    /** Reads a time in the form that {@link Instant#toString} gives to the ones of our days. */
    static Instant time(String text) {
        int length = text.length();
        NotAsWrittenException.unless(length >= 20 && length <= 30 && text.charAt(length - 1) == 'Z');
        int fraction = length == 20 ? 0 : number(text, 20, length - 1);
        for (int digits = length - 21; digits < 9 && fraction > 0; digits++) {
            fraction *= 10;
        }
        NotAsWrittenException.unless(text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && (length == 20 || (length > 21 && text.charAt(19) == '.')));
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        number(text, 17, 19),
                        fraction)
                .toInstant(ZoneOffset.UTC);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int index = from; index < to; index++) {
            char digit = text.charAt(index);
            NotAsWrittenException.unless(digit >= '0' && digit <= '9');
            number = number * 10 + digit - '0';
        }
        return number;
    }

    private static ValueReader text(Function<? super String, ?> read) {
        return expecting(JsonToken.VALUE_STRING, parser -> read.apply(parser.getString()));
    }

    private static ValueReader expecting(JsonToken token, ValueReader read) {
        return parser -> {
            NotAsWrittenException.unless(parser.currentToken() == token);
            return read.read(parser);
        };
    }

    private static ValueReader constant(Object[] constants) {
        Map<String, Object> byName = new HashMap<>();
        for (Object constant : constants) {
            String name = ((Enum<?>) constant).name();
            NotAsWrittenException.unless(name.equals(constant.toString()));
            byName.put(name, constant);
        }
        return text(name -> {
            Object constant = byName.get(name);
            NotAsWrittenException.unless(constant != null);
            return constant;
        });
    }

    private static ValueReader list(ValueReader element) {
        return expecting(JsonToken.START_ARRAY, parser -> {
            List<Object> list = new ArrayList<>(FEW);
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                NotAsWrittenException.unless(token != JsonToken.VALUE_NULL);
                list.add(element.read(parser));
            }
            return list;
        });
    }

    private static ValueReader map(ValueReader value) {
        return expecting(JsonToken.START_OBJECT, parser -> {
            Map<String, Object> map = new LinkedHashMap<>();
            for (String key = parser.nextName(); key != null; key = parser.nextName()) {
                NotAsWrittenException.unless(parser.nextToken() != JsonToken.VALUE_NULL);
                NotAsWrittenException.unless(map.put(key, value.read(parser)) == null);
            }
            return map;
        });
    }
}
