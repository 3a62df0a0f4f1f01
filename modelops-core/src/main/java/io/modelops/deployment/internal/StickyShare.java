package io.modelops.deployment.internal;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * Places keys on the line from 0 to 1, the same in every process. A key whose place is below a rollout's weight goes to
 * the challenger; so when the weight grows no key moves back.
 */
public final class StickyShare {
    private static final Hasher64 HASH = Hashing.wyhashFinal4();

    private StickyShare() {}

    /** The place of a key, 0 inclusive to 1 exclusive. */
    public static double of(CharSequence key, long salt) {
        return place(HASH.hashStream().putString(key.toString()).putLong(salt).getAsLong());
    }

    /** What makes the places of keys in one rollout independent of those in others. */
    public static long saltOf(String challenger) {
        return HASH.hashStream().putString(challenger).getAsLong();
    }

    /** The place of a request without a key, by its number. */
    public static double of(long number, long salt) {
        return place(HASH.hashLongLongToLong(number, salt));
    }

    private static double place(long hash) {
        return (hash >>> 11) * 0x1.0p-53;
    }
}
