package dev.hourglass.engine.kernel.onednn;

/** A call into oneDNN that did not succeed. */
public final class OneDnnException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The texts of {@code dnnl_status_t} in {@code dnnl_common_types.h}, by value. */
  private static final String[] STATUS = {
    "success",
    "out of memory",
    "invalid arguments",
    "unimplemented",
    "last implementation reached",
    "runtime error",
    "not required",
    "invalid graph",
    "invalid graph operation",
    "invalid shape",
    "invalid data type"
  };

  public OneDnnException(String function, int status) {
    super(
        "%s failed: %s (status %d)"
            .formatted(
                function,
                status >= 0 && status < STATUS.length ? STATUS[status] : "unknown status",
                status));
  }

  public OneDnnException(String what, OneDnnException cause) {
    super(what + ": " + cause.getMessage(), cause);
  }
}
