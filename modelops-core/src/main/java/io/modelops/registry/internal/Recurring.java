package io.modelops.registry.internal;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes values, and gives back one that it made lately if it is asked for the same again. A log says the same names and
 * signatures over and over: kept once, they cost neither memory nor the time to collect it. Safe for use by several
 * threads, which may now and then make a value twice; keys and values are immutable.
 */
public final class Recurring<K, V> implements Function<K, V> {
    private static final int PLACES = 1 << 10;

    private final Function<? super K, ? extends V> make;
    private final @Nullable Made<K, V>[] lately;

    /** @param make makes a value; what it throws is thrown, and nothing is kept then */
    @SuppressWarnings({"unchecked", "rawtypes"}) // An array of a generic type has no other way to be made.
    public Recurring(Function<? super K, ? extends V> make) {
        this.make = make;
        lately = new Made[PLACES];
    }

    private record Made<K, V>(K key, V value) {}

    @Override
    public V apply(K key) {
        int hash = key.hashCode();
        int place = (hash ^ hash >>> 16) & (PLACES - 1);
        Made<K, V> made = lately[place];
        if (made != null && made.key.equals(key)) {
            return made.value;
        }
        V value = make.apply(key);
        lately[place] = new Made<>(key, value);
        return value;
    }
}
