/** What the audit log keeps: events as values. They are written elsewhere. */
@NullMarked
package dev.doorward.core.audit;

import org.jspecify.annotations.NullMarked;
