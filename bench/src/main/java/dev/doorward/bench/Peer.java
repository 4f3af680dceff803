package dev.doorward.bench;

import dev.doorward.bench.Wrk.Question;
import java.util.Optional;

/**
 * A running access server.
 *
 * @param asked which part of it is asked
 * @param checks what it does for each request
 * @param check asks whether a good token is good
 * @param wrong asks the same of one that is not
 * @param signIn signs in with a password, where it keeps some
 */
record Peer(
    String name,
    String version,
    String asked,
    String checks,
    Processes.Started server,
    Question check,
    Question wrong,
    Optional<Question> signIn) {}
