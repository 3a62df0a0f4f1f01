package io.modelops.hostile;

import io.modelops.model.Digest;
import java.util.Locale;

/**
 * One entry of the corpus of hostile artifacts and layouts. Each is written by code when the test runs, and has to be
 * refused before any class or native library is loaded.
 *
 * @param id what it is called, unique in the corpus
 * @param threat whom it stands for
 * @param attack what it is, in words
 * @param reason a part of the message that has to be given
 */
public record HostileCase(String id, Threat threat, String attack, String reason) {
    /** An entry whose id is made of the attack's words. */
    public static HostileCase of(Threat threat, String attack, String reason) {
        String words = attack.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String id = words.substring(0, Math.min(words.length(), 60)) + "-"
                + Digest.of(attack).hex().substring(0, 6);
        return new HostileCase(id, threat, attack, reason);
    }

    @Override
    public String toString() {
        return attack;
    }
}
