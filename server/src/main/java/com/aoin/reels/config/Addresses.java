package com.aoin.reels.config;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings that depend on which addresses are this machine's. */
final class Addresses {
    /** By name or number alone: what another name resolves to may be another machine in the next moment. */
    private static final Pattern LOOPBACK = Pattern.compile("localhost|\\[::1]|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

    private Addresses() {}

    /** {@code REELS_HTTP_HOST}, which is told now rather than when everything else has started. */
    static String ofThisMachine(Settings settings, boolean demo) {
        String host = settings.text("REELS_HTTP_HOST", "127.0.0.1");
        InetAddress address = resolved(host);
        if (demo && (address == null || !address.isLoopbackAddress())) {
            throw ConfigException.wrong("REELS_HTTP_HOST", host, "a loopback address in demo mode");
        }
        if (address == null || !isHere(address)) {
            throw ConfigException.wrong("REELS_HTTP_HOST", host, "an address of this machine, or 0.0.0.0 for all");
        }
        return host;
    }

    private static @Nullable InetAddress resolved(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static boolean isHere(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** {@code REELS_JWT_JWKS_URL}: whoever can change what comes from there can sign in as anybody. */
    static @Nullable URI keys(Settings settings) {
        URI url = settings.url("REELS_JWT_JWKS_URL");
        if (url != null
                && !"https".equals(url.getScheme())
                && !LOOPBACK.matcher(url.getHost().toLowerCase(Locale.ROOT)).matches()) {
            throw ConfigException.wrong(
                    "REELS_JWT_JWKS_URL",
                    url.toString(),
                    "an https:// URL (http:// only to localhost, 127.0.0.1 or [::1])");
        }
        return url;
    }
}
