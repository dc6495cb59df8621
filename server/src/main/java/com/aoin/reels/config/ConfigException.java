package com.aoin.reels.config;

/** A setting that cannot be used; the message is the one line for the operator. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConfigException(String message) {
        super(message);
    }

    static ConfigException wrong(String name, String held, String takes) {
        return new ConfigException(name + " is \"" + held + "\", but takes " + takes);
    }
}
