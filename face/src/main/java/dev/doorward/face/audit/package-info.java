/** The audit log and the access log: one JSON line each. */
@NullMarked
package dev.doorward.face.audit;

import org.jspecify.annotations.NullMarked;
