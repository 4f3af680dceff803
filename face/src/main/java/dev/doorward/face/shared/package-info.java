/**
 * What every face of the judge shares: its name, facts of requests, words as HTTP, our own
 * endpoints, and who is told of its answers.
 */
@NullMarked
package dev.doorward.face.shared;

import org.jspecify.annotations.NullMarked;
