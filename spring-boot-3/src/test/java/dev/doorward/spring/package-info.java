@NullMarked
package dev.doorward.spring;

import org.jspecify.annotations.NullMarked;
