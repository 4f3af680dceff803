/** Certificates which a CA gives by ACME (RFC 8555), and their renewal. */
@NullMarked
package dev.doorward.server.acme;

import org.jspecify.annotations.NullMarked;
