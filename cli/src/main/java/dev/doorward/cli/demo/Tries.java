package dev.doorward.cli.demo;

import java.util.List;

/** The requests which the demo prints, each with the answer it gets. */
final class Tries {
  private static final String BASIC =
      "WWW-Authenticate: Basic realm=\"doorward\", charset=\"UTF-8\"";
  private static final String BEARER = "WWW-Authenticate: Bearer realm=\"doorward\"";

  private Tries() {}

  static List<Try> of(String origin, Population people) {
    String session =
        "WWW-Authenticate: Session login_uri=\""
            + origin
            + "/.doorward/login\", realm=\"doorward\"";
    String all = BASIC + " | " + BEARER + " | " + session;
    String invalid =
        "WWW-Authenticate: Bearer error=\"invalid_token\", realm=\"doorward\","
            + " error_description=\"The access token is ";
    return List.of(
        new Try(
            "Who are you? Every way in is shown, and nothing is said to be wrong.",
            "curl -i " + origin + "/me",
            "401 | " + all),
        new Try(
            "A wrong password: the same ways in.",
            "curl -i -u alice:wrong-password " + origin + "/me",
            "401 | " + all),
        new Try(
            "alice comes in; the app is told who she is, and never sees her password.",
            "curl -i -u alice:" + people.password("alice") + " " + origin + "/me",
            "200"),
        new Try(
            "Not you: alice is known, and no other credential of hers would help.",
            "curl -i" + bearer(people, "T_ok") + origin + "/admin",
            "403 | " + BEARER),
        new Try("root may.", "curl -i" + bearer(people, "T_root") + origin + "/admin", "200"),
        new Try(
            "A denied address learns nothing, not even that there is a way in.",
            "curl -i --interface 127.0.0.2 " + origin + "/me",
            "403"),
        new Try(
            "An expired token: get a fresh one.",
            "curl -i" + bearer(people, "T_exp") + origin + "/me",
            "401 | " + BASIC + " | " + invalid + "expired\" | " + session),
        new Try(
            "A token revoked a second ago: its signature is good, and it is dead.",
            "curl -i" + bearer(people, "T_revoked") + origin + "/me",
            "401 | " + BASIC + " | " + invalid + "invalid\" | " + session),
        new Try(
            "A person's browser is led to the sign-in page …",
            "curl -i -H 'Accept: text/html' -H 'Sec-Fetch-Mode: navigate' -H 'Sec-Fetch-Dest: document' "
                + origin
                + "/me",
            "303 | Location: /.doorward/login?return_to=%2Fme"),
        new Try(
            "… and comes back to where it wanted to go.",
            "curl -i --data-urlencode username=alice --data-urlencode password="
                + people.password("alice")
                + " -d return_to=/me "
                + origin
                + "/.doorward/login",
            "303 | Location: /me"),
        new Try(
            "A script gets a 401 it can act on, no redirect, and no password box.",
            "curl -i -H 'Sec-Fetch-Mode: cors' -H 'Sec-Fetch-Dest: empty' " + origin + "/me",
            "401 | " + BEARER + " | " + session),
        new Try(
            "A token without the scope is told which one it needs.",
            "curl -i" + bearer(people, "T_ok") + origin + "/reports",
            "403 | WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"reports:read\","
                + " realm=\"doorward\""));
  }

  private static String bearer(Population people, String token) {
    return " -H 'Authorization: Bearer " + people.token(token) + "' ";
  }
}
