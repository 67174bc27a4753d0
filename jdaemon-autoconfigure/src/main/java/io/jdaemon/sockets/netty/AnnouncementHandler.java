package io.jdaemon.sockets.netty;

import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Announces the end of a connection that was accepted after the announcement, once its
 * pipeline is complete and before its first request is read.
 */
final class AnnouncementHandler extends ChannelInboundHandlerAdapter {

	private final Consumer<Channel> announcement;

	AnnouncementHandler(Consumer<Channel> announcement) {
		this.announcement = announcement;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.announcement.accept(context.channel());
		context.fireChannelActive();
		context.pipeline().remove(this);
	}

}
