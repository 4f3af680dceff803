package dev.doorward.core.may;

import dev.doorward.core.may.Reason.Bar;
import dev.doorward.core.may.Reason.Courtesy;
import dev.doorward.core.may.Reason.Fault;
import dev.doorward.core.may.Reason.Forbidden;
import dev.doorward.core.may.Reason.Later;
import dev.doorward.core.may.Reason.Unproven;
import java.util.Locale;

/** One switch over all reasons: a reason without a case does not compile. */
final class Cases {
  private Cases() {}

  static String of(Reason reason) {
    return switch (reason) {
      case Unproven u ->
          switch (u) {
            case NOTHING -> "C001";
            case SESSION_OVER -> "C122";
            case INVALID -> "C065";
            case EXPIRED -> "C061";
            case WRONG_AUDIENCE -> "C073";
            case PASSWORD -> "C151";
          };
      case Reason.StepUp _ -> "C105";
      case Forbidden f ->
          switch (f) {
            case DENIED -> "C200";
            case OUTSIDE -> "C202";
            case CLOSED -> "C112";
            case ORIGIN -> "C186";
            case PLAIN_HTTP -> "C219";
            case FORGERY -> "C131";
            case SIGN_IN_LOOP -> "C124";
            case OWN_ENDPOINT -> "C326";
          };
      case Bar b -> b == Bar.SUSPENDED ? "C118" : "C121";
      case Reason.Lacking(var right) -> right.kind() == Right.Kind.SCOPE ? "C103" : "C095";
      case Reason.Unattainable _ -> "C333";
      case Reason.TooNarrow _ -> "C100";
      case Fault f ->
          switch (f) {
            case INVALID_REQUEST -> "C056";
            case BAD_FORWARDING -> "C209";
            case AMBIGUOUS_PATH -> "C220";
            case ARRIVAL_INVALID -> "C356";
            case NOT_FOUND -> "C223";
            case TIMEOUT, TARGET_TOO_LONG, BODY_TOO_LARGE -> "C347";
            case MEDIA_TYPE -> "C336";
            case MISDIRECTED -> "C217";
            case EARLY -> "C346";
          };
      case Reason.BadCredential(var how) ->
          switch (how) {
            case TWO_HEADERS -> "C039";
            case NO_TOKEN -> "C040";
            case NOT_TOKEN68 -> "C041";
            case NO_SCHEME -> "C043";
          };
      case Reason.WrongMethod _ -> "C223";
      case Reason.HeaderTooLarge _ -> "C055";
      case Later l ->
          switch (l) {
            case TOO_MANY -> "C156";
            case NO_VERIFIER -> "C237";
            case OVERLOADED -> "C243";
          };
      case Courtesy c ->
          switch (c) {
            case PREFLIGHT -> "C184";
            case OPTIONS -> "C190";
            case TO_HTTPS -> "C219";
          };
    };
  }

  static String word(Reason reason) {
    return switch (reason) {
      case Reason.StepUp _ -> "step-up";
      case Reason.Lacking(var right) -> right.kind().name().toLowerCase(Locale.ROOT);
      case Reason.Unattainable _ -> "unattainable";
      case Reason.TooNarrow _ -> "scope";
      case Reason.BadCredential _ -> "bad-credential";
      case Reason.WrongMethod _ -> "method";
      case Reason.HeaderTooLarge _ -> "header-too-large";
      case Unproven u -> word((Enum<?>) u);
      case Forbidden f -> word((Enum<?>) f);
      case Bar b -> word((Enum<?>) b);
      case Fault f -> word((Enum<?>) f);
      case Later l -> word((Enum<?>) l);
      case Courtesy c -> word((Enum<?>) c);
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
