package dev.llmdriver.benchmarks.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Starts the provider, says where it listens and ends with the process that started it. */
public final class Main {
    private static final int LARGEST_REQUEST = 1 << 22;

    private Main() {}

    public static void main(String[] args) throws Exception {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> type = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        Provider provider = new Provider();
        Channel channel = new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(1, io))
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection
                                .pipeline()
                                .addLast(
                                        new HttpRequestDecoder(),
                                        new HttpObjectAggregator(LARGEST_REQUEST),
                                        provider.connection());
                    }
                })
                .bind("127.0.0.1", args.length > 0 ? Integer.parseInt(args[0]) : 0)
                .sync()
                .channel();
        System.out.println("LISTENING " + ((InetSocketAddress) channel.localAddress()).getPort() + " epoll=" + epoll);
        System.out.flush();
        waitForEndOfInput();
        System.exit(0);
    }

    private static void waitForEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // nobody says anything here
            }
        } catch (IOException e) {
            // the pipe is gone, and so is the other process
        }
    }
}
