package io.jdaemon.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.jdaemon.sockets.EventStreams;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.DeferredResultProcessingInterceptor;

/**
 * The event streams of Spring MVC, such as those of {@code SseEmitter}. To complete the
 * emitter of a stream sets the result of its request, and so does the end here.
 */
final class ServletEventStreams implements EventStreams, DeferredResultProcessingInterceptor {

	private final Map<DeferredResult<?>, NativeWebRequest> open = new ConcurrentHashMap<>();

	private volatile boolean ended;

	// Afterwards a stream would leave its connection to a further request, which might
	// not come before all connections have to end.
	@Override
	public <T> void beforeConcurrentHandling(NativeWebRequest request, DeferredResult<T> result) {
		HttpServletResponse response = request.getNativeResponse(HttpServletResponse.class);
		if (response != null && accepted(request)) {
			response.setHeader(HttpHeaders.CONNECTION, "close");
		}
	}

	@Override
	public <T> void preProcess(NativeWebRequest request, DeferredResult<T> result) {
		this.open.put(result, request);
		if (this.ended) {
			end(result, request);
		}
	}

	@Override
	public <T> void afterCompletion(NativeWebRequest request, DeferredResult<T> result) {
		this.open.remove(result);
	}

	@Override
	public void end() {
		this.ended = true;
		this.open.forEach(ServletEventStreams::end);
	}

	private static void end(DeferredResult<?> result, NativeWebRequest request) {
		HttpServletResponse response = request.getNativeResponse(HttpServletResponse.class);
		if (response == null || !(accepted(request) || isEventStream(response.getContentType()))) {
			return;
		}
		if (!response.isCommitted()) {
			// Without the type, a browser would not connect again.
			response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
		}
		result.setResult(null);
	}

	// Until the first event is sent, the type of the response is not known. A client that
	// accepts another type, too, may be waiting for that.
	private static boolean accepted(NativeWebRequest request) {
		String types = request.getHeader(HttpHeaders.ACCEPT);
		return types != null && isEventStream(types) && types.indexOf(',') < 0;
	}

	private static boolean isEventStream(@Nullable String types) {
		return types != null && types.contains(MediaType.TEXT_EVENT_STREAM_VALUE);
	}

}
