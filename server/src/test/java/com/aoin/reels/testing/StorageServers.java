package com.aoin.reels.testing;

/** The storages in the network as a process of their own, for measurements. Arguments: the ports of S3, Cloudinary. */
public final class StorageServers {
    private StorageServers() {}

    public static void main(String[] ports) throws InterruptedException {
        try (TestingS3 _ = TestingS3.start(Integer.parseInt(ports[0]));
                TestingCloudinary _ = TestingCloudinary.start(Integer.parseInt(ports[1]))) {
            Thread.currentThread().join();
        }
    }
}
