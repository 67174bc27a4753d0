package io.jdaemon.posix;

/**
 * What statx(2) returns for a file.
 *
 * @param device the major number in the upper and the minor number in the lower 32 bits
 * @param inode the number of the file within its file system
 * @param mode the type and the permission bits, see inode(7)
 * @param size the length in bytes
 */
public record FileStatus(long device, long inode, int mode, long size) {

	private static final int S_IFMT = 0xF000;

	/**
	 * Whether both describe the same file.
	 * @param other another status
	 * @return whether device and inode are equal
	 */
	public boolean sameFile(FileStatus other) {
		return this.device == other.device && this.inode == other.inode;
	}

	/**
	 * The type of the file in words, for messages.
	 * @return such as "regular file" or "directory"
	 */
	public String type() {
		return type(this.mode);
	}

	/**
	 * The type of a file in words, for messages.
	 * @param mode the type and the permission bits, see inode(7)
	 * @return such as "regular file" or "directory"
	 */
	public static String type(int mode) {
		return switch (mode & S_IFMT) {
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
		return regular(this.mode);
	}

	/**
	 * Whether a mode is that of a regular file.
	 * @param mode the type and the permission bits, see inode(7)
	 * @return whether {@code S_ISREG} holds
	 */
	public static boolean regular(int mode) {
		return (mode & S_IFMT) == 0x8000;
	}

	/**
	 * Whether this is a character device.
	 * @return whether {@code S_ISCHR} holds
	 */
	public boolean characterDevice() {
		return (this.mode & S_IFMT) == 0x2000;
	}

}
