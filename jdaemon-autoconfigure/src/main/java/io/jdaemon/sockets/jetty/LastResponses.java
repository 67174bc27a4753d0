package io.jdaemon.sockets.jetty;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Makes each response of HTTP/1.1 whose head is sent while the server drains the last one
 * on its connection. Jetty itself decides when it has read the request, unless its
 * connector is shut down.
 */
final class LastResponses implements HttpConfiguration.Customizer {

	private final BooleanSupplier draining;

	LastResponses(BooleanSupplier draining) {
		this.draining = draining;
	}

	@Override
	public Request customize(Request request, HttpFields.Mutable responseHeaders) {
		if (request.getConnectionMetaData().getHttpVersion().getVersion() <= HttpVersion.HTTP_1_1.getVersion()) {
			request.addHttpStreamWrapper((stream) -> new Stream(stream, this.draining));
		}
		return request;
	}

	/** A request and its response. */
	private static final class Stream extends HttpStream.Wrapper {

		private final BooleanSupplier draining;

		private Stream(HttpStream stream, BooleanSupplier draining) {
			super(stream);
			this.draining = draining;
		}

		@Override
		public void send(MetaData.Request request, MetaData.@Nullable Response response, boolean last,
				@Nullable ByteBuffer content, Callback callback) {
			boolean end = response != null && !HttpStatus.isInformational(response.getStatus())
					&& this.draining.getAsBoolean();
			super.send(request, (response != null && end) ? last(response) : response, last, content, callback);
		}

		private static MetaData.Response last(MetaData.Response response) {
			HttpFields fields = HttpFields.build(response.getHttpFields())
				.put(new HttpField(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString()));
			return new MetaData.Response(response.getStatus(), response.getReason(), response.getHttpVersion(), fields,
					response.getContentLength(), response.getTrailersSupplier());
		}

	}

}
