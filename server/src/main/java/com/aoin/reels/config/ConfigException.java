package com.aoin.reels.config;

/** A setting that cannot be used; the message is the one line for the operator. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConfigException(String message) {
        super(message);
    }

    /**
     * One line that names the variable that is not set and what it takes.
     *
     * @param because what makes it necessary
     */
    public static ConfigException missing(String name, String takes, String because) {
        return new ConfigException(name + " is not set, but takes " + takes + ", since " + because);
    }

    /** One line that names the variable, what it held (without a user or password in a URL) and what it takes. */
    public static ConfigException wrong(String name, String held, String takes) {
        // Up to the last @: an unencoded password may hold any character.
        String shown = held.replaceAll("//.*@", "//***@").replaceAll("\\R", " ");
        return new ConfigException(name + " is \"" + shown + "\", but takes " + takes);
    }
}
