package dev.doorward.core.request;

import java.util.Locale;

/** What an {@code Accept} field says about HTML and JSON (RFC 9110 §12.5.1). */
public final class Accept {
  /** Five characters would do (RFC 9110 §12.4.2); some programs print all digits they have. */
  private static final int LONGEST_QUALITY = 32;

  private Accept() {}

  /** Whether HTML is named with q above 0 and not ranked below JSON. */
  public static boolean prefersHtml(String accept) {
    double html = 0;
    double json = 0;
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", 32)) {
      String[] parts = range.split(";", -1);
      double q = quality(parts);
      switch (parts[0].trim()) {
        case "text/html", "application/xhtml+xml" -> html = Math.max(html, q);
        case "application/json", "application/problem+json" -> json = Math.max(json, q);
        default -> {}
      }
    }
    return html > 0 && html >= json;
  }

  private static double quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].trim();
      if (part.startsWith("q=")) {
        if (part.length() > LONGEST_QUALITY) {
          return 0;
        }
        try {
          double q = Double.parseDouble(part.substring(2));
          return q >= 0 && q <= 1 ? q : 0;
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
