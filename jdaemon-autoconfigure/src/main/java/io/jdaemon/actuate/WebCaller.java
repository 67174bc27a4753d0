package io.jdaemon.actuate;

import io.jdaemon.RestartRequester;
import io.jdaemon.output.PrintableText;
import org.jspecify.annotations.Nullable;

import org.springframework.web.cors.CorsConfiguration;

/**
 * Who sends a request over HTTP. A browser sends one without a user's knowledge if any
 * page asks for that, and lets it reach whatever the browser's machine can reach, so a
 * loopback address is no protection. But a browser always reports which page asks: by
 * Fetch metadata to an HTTPS or a loopback address, see
 * <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>, and
 * elsewhere by the origin.
 *
 * @param user the name of the authenticated user, {@code null} if there is none
 * @param address the address of the client, {@code null} if it is unknown
 * @param fetchSite the value of the header Sec-Fetch-Site, {@code null} if there is none
 * @param origin the value of the header Origin, {@code null} if there is none
 * @param crossOrigin whether that origin is not the address of the request
 * @param originPermitted whether the settings permit requests of that origin
 */
record WebCaller(@Nullable String user, @Nullable String address, @Nullable String fetchSite, @Nullable String origin,
		boolean crossOrigin, boolean originPermitted) {

	static final String FETCH_SITE = "Sec-Fetch-Site";

	// In characters
	private static final int MAX_TEXT = 100;

	/**
	 * Whether the settings permit requests of an origin.
	 * @param cors which origins may send requests, {@code null} for none
	 * @param origin the origin, {@code null} if it is unknown
	 * @return whether they permit it
	 */
	static boolean permits(@Nullable CorsConfiguration cors, @Nullable String origin) {
		return cors != null && origin != null && cors.checkOrigin(origin) != null;
	}

	/**
	 * Whether a page of another origin sends the request, and nothing permits that
	 * origin. A page of the same site is of another origin, too: a site includes all
	 * ports of a host, and all hosts of a domain.
	 * @return whether to refuse the request
	 */
	boolean isForeignPage() {
		boolean foreign = (this.fetchSite != null)
				? !this.fetchSite.equals("same-origin") && !this.fetchSite.equals("none") : this.crossOrigin;
		return foreign && !this.originPermitted;
	}

	/**
	 * The caller for the log and for the result of the restart.
	 * @return the requester
	 */
	RestartRequester requester() {
		return RestartRequester.endpoint(printable(this.user), printable(this.address));
	}

	/**
	 * The page that sends the request.
	 * @return a description, with the origin if the browser reports it
	 */
	String page() {
		String origin = printable(this.origin);
		return "a page of another origin" + ((origin != null) ? ", " + origin : "");
	}

	/**
	 * The words that a client chooses must not look like a line of the log.
	 * @param text the words, {@code null} if there are none
	 * @return their beginning, {@code null} if they are empty
	 */
	static @Nullable String printable(@Nullable String text) {
		if (text == null || text.isEmpty()) {
			return null;
		}
		int length = Math.min(text.codePointCount(0, text.length()), MAX_TEXT);
		return PrintableText.of(text.substring(0, text.offsetByCodePoints(0, length)));
	}

}
