package dev.doorward.bench;

import dev.doorward.bench.Wrk.Question;

/**
 * A running access server.
 *
 * @param asked which part of it is asked
 * @param checks what it does for each request
 * @param start seconds from its start until it listened
 * @param check asks whether a good token is good
 * @param wrong asks the same of one that is not
 */
record Peer(
    String name,
    String version,
    String asked,
    String checks,
    Process process,
    double start,
    Question check,
    Question wrong) {}
