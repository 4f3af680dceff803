/** What a request is, as far as a decision may know it: facts, target, kind of client. */
@NullMarked
package dev.doorward.core.request;

import org.jspecify.annotations.NullMarked;
