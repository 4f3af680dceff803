/**
 * Requests and answers as bytes: no HTTP client library stands between the runner and the server.
 */
@NullMarked
package dev.doorward.contract.wire;

import org.jspecify.annotations.NullMarked;
