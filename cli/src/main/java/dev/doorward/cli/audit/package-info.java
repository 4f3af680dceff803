/** Reads the audit log and tells it in words. */
@NullMarked
package dev.doorward.cli.audit;

import org.jspecify.annotations.NullMarked;
