package io.jdaemon.sockets.netty;

import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Calls an action on the loop of a connection that has been accepted, once its pipeline
 * is complete and before its first request is read.
 */
final class ActivationHandler extends ChannelInboundHandlerAdapter {

	private final Consumer<Channel> action;

	ActivationHandler(Consumer<Channel> action) {
		this.action = action;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.action.accept(context.channel());
		context.fireChannelActive();
		context.pipeline().remove(this);
	}

}
