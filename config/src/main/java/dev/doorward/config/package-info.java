/** {@code doorward.yaml}, read into validated settings and a compiled policy. */
@NullMarked
package dev.doorward.config;

import org.jspecify.annotations.NullMarked;
