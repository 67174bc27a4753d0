package io.jdaemon.posix;

/**
 * What statx(2) tells about a file.
 *
 * @param device the number of the file system
 * @param inode the number of the file on it
 * @param mode type and permission bits as in inode(7)
 * @param size length in bytes
 */
public record FileStatus(long device, long inode, int mode, long size) {

	private static final int S_IFMT = 0xF000;

	/**
	 * Whether both describe one file.
	 * @param other the other one
	 * @return whether device and inode agree
	 */
	public boolean sameFile(FileStatus other) {
		return this.device == other.device && this.inode == other.inode;
	}

	/**
	 * The type in words, for messages.
	 * @return "regular file", "directory" and the like
	 */
	public String type() {
		return switch (this.mode & S_IFMT) {
			case 0x8000 -> "regular file";
			case 0x4000 -> "directory";
			case 0xA000 -> "symbolic link";
			case 0x1000 -> "fifo";
			case 0x2000 -> "character device";
			case 0x6000 -> "block device";
			default -> "socket";
		};
	}

	/**
	 * Whether this is a regular file.
	 * @return whether {@code S_ISREG} holds
	 */
	public boolean regular() {
		return (this.mode & S_IFMT) == 0x8000;
	}

	/**
	 * Whether this is a character device.
	 * @return whether {@code S_ISCHR} holds
	 */
	public boolean characterDevice() {
		return (this.mode & S_IFMT) == 0x2000;
	}

}
