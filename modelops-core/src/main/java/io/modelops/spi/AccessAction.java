package io.modelops.spi;

import java.util.Locale;

/** What somebody can want to do with a registry, as far as an {@link AccessPolicy} tells it apart. */
public enum AccessAction {
    /** Register a version. */
    REGISTER,
    /** Keep the outcome of a validation with a version. Protected aliases may rely on it. */
    VALIDATE,
    /** Approve a version. Protected aliases may rely on it. */
    APPROVE,
    /** Say something about a version. */
    COMMENT,
    /** Set or remove a tag of a version. */
    TAG,
    /** Create an alias, point it to another version, or take it away. The end of a rollout that passed is such a move. */
    MOVE_ALIAS,
    /** Begin, go on with or end a rollout to an alias. */
    ROLL_OUT,
    /** Protect an alias, or make its protection stricter. */
    PROTECT,
    /** Make the protection of an alias looser. Who may do this can get around it. */
    LOOSEN,
    /** Put a version aside. */
    ARCHIVE,
    /** Take back a version that was put aside. */
    RESTORE,
    /** Delete a version. */
    DELETE,
    /** Keep a signature with a version. Whose it is, the policy for loading decides by its key. */
    SIGN,
    /** Revoke a version for ever. */
    REVOKE,
    /** Add an alert or a retraining to the history. The library itself does this. */
    RECORD,
    /** Move a damaged end of the log aside. */
    REPAIR;

    /** The action in words, such as {@code move alias}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
