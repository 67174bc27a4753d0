package io.jdaemon.actuate;

import java.security.Principal;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;

/**
 * The operations of {@link RestartEndpoint} in a servlet container, where the request
 * belongs to the thread.
 */
@EndpointWebExtension(endpoint = RestartEndpoint.class)
public final class RestartEndpointWebExtension {

	private final RestartEndpoint endpoint;

	private final @Nullable CorsConfiguration cors;

	/**
	 * Create the extension.
	 * @param endpoint the endpoint
	 * @param cors which pages of other origins may request a restart, {@code null} for
	 * none
	 */
	public RestartEndpointWebExtension(RestartEndpoint endpoint, @Nullable CorsConfiguration cors) {
		this.endpoint = endpoint;
		this.cors = cors;
	}

	/**
	 * Restart the process, see {@link RestartEndpoint#restart()}.
	 * @return what is going to happen, or status 403 or 409 and the reason for a refusal
	 */
	@WriteOperation
	public WebEndpointResponse<RestartResponse> restart() {
		return this.endpoint.restart(caller(), null);
	}

	/**
	 * Restart the process with a given strategy.
	 * @param strategy the word for the strategy
	 * @return what is going to happen, or status 400, 403 or 409 and the reason for a
	 * refusal
	 */
	// Not the type of the strategy: Spring would refuse another word without a reason.
	@WriteOperation
	public WebEndpointResponse<RestartResponse> restart(@Selector String strategy) {
		return this.endpoint.restart(caller(), strategy);
	}

	// Without a request this throws: nothing would be known about its sender.
	private WebCaller caller() {
		HttpServletRequest request = ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes())
			.getRequest();
		Principal user = request.getUserPrincipal();
		String origin = request.getHeader(HttpHeaders.ORIGIN);
		return new WebCaller((user != null) ? user.getName() : null, request.getRemoteAddr(),
				request.getHeader(WebCaller.FETCH_SITE), origin, CorsUtils.isCorsRequest(request),
				WebCaller.permits(this.cors, origin));
	}

}
