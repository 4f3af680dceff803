@NullMarked
package dev.doorward.http;

import org.jspecify.annotations.NullMarked;
