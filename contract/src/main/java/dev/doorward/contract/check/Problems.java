package dev.doorward.contract.check;

import java.util.Map;
import java.util.Optional;

/** The problem names, each with its status and its fixed title. */
final class Problems {

  /** What stands in every document of that name. */
  record Problem(int status, String title) {}

  private static final Map<String, Problem> BY_NAME =
      Map.ofEntries(
          of(400, "invalid_request", "The request is malformed"),
          of(400, "ambiguous_path", "The path can be read in more than one way"),
          of(400, "bad_forwarding", "The forwarding header is unusable"),
          of(400, "link_expired", "This link is no longer valid"),
          of(400, "arrival_invalid", "This way in is no longer valid"),
          of(401, "authentication_required", "Authentication required"),
          of(401, "invalid_token", "The access token is not valid"),
          of(401, "invalid_credentials", "The credentials are not valid"),
          of(401, "invalid_dpop_proof", "The DPoP proof is not valid"),
          of(401, "use_dpop_nonce", "A DPoP nonce is required"),
          of(401, "insufficient_user_authentication", "A stronger or fresher sign-in is required"),
          of(403, "forbidden", "Forbidden"),
          of(403, "insufficient_scope", "The access token needs more scope"),
          of(403, "account_suspended", "This account is suspended"),
          of(403, "action_required", "Something must be done first"),
          of(403, "csrf_failed", "This request came from another site"),
          of(403, "origin_not_allowed", "This origin is not allowed"),
          of(403, "insecure_transport", "Credentials must not travel over plain HTTP"),
          of(403, "sign_in_loop", "Signing in does not stick"),
          of(403, "client_certificate_required", "A client certificate is required"),
          of(404, "not_found", "Not found"),
          of(404, "no_upstream", "There is no application behind this door"),
          of(405, "method_not_allowed", "Method not allowed"),
          of(408, "request_timeout", "The request took too long"),
          of(413, "body_too_large", "The body is too large"),
          of(414, "target_too_long", "The address is too long"),
          of(415, "unsupported_media_type", "This kind of body is not accepted"),
          of(421, "misdirected", "This server does not answer for that name"),
          of(425, "too_early", "Send this again without early data"),
          of(431, "header_too_large", "A header field is too large"),
          of(429, "too_many_attempts", "Too many attempts"),
          of(429, "quota_exceeded", "The quota is used up"),
          of(500, "internal_error", "Something went wrong"),
          of(502, "upstream_unreachable", "The application cannot be reached"),
          of(504, "upstream_timeout", "The application did not answer in time"),
          of(503, "auth_backend_unavailable", "We cannot find out now"),
          of(503, "overloaded", "Too busy now"));

  private Problems() {}

  static Optional<Problem> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  private static Map.Entry<String, Problem> of(int status, String name, String title) {
    return Map.entry(name, new Problem(status, title));
  }
}
