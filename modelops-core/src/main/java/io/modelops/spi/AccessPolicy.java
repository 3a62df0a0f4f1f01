package io.modelops.spi;

/**
 * Decides who may change what in a registry. It is asked before every change, in the commit itself and with the state
 * that is committed on; it is not asked about what others have committed already, nor about reading.
 *
 * <p>The registry believes the application about who acts, and each process has a policy of its own: it keeps honest
 * people and programs to the rules of a team. Against others there are the rights on the directory or the database.
 *
 * <p>An implementation is safe for use by several threads, answers at once, since other changes wait for it, and does not
 * use the registry. What it throws denies.
 */
@FunctionalInterface
public interface AccessPolicy {
    /**
     * Decides.
     *
     * @param request who wants what
     * @return whether that may be done, and if not, why and whom to ask
     */
    AccessDecision decide(AccessRequest request);

    /**
     * Allows everything to everybody, which is the default.
     *
     * @return the policy
     */
    static AccessPolicy allowAll() {
        return request -> AccessDecision.allow();
    }
}
