class Jetdeck < Formula
  desc "Full-screen terminal program to browse and manage NATS JetStream"
  homepage "https://github.com/@REPOSITORY@"
  version "@VERSION@"
  license "Apache-2.0"

  on_macos do
    on_arm do
      url "https://github.com/@REPOSITORY@/releases/download/v@VERSION@/jetdeck-darwin-arm64"
      sha256 "@darwin-arm64@"
    end
    on_intel do
      url "https://github.com/@REPOSITORY@/releases/download/v@VERSION@/jetdeck-darwin-x64"
      sha256 "@darwin-x64@"
    end
  end

  on_linux do
    on_arm do
      url "https://github.com/@REPOSITORY@/releases/download/v@VERSION@/jetdeck-linux-arm64"
      sha256 "@linux-arm64@"
    end
    on_intel do
      url "https://github.com/@REPOSITORY@/releases/download/v@VERSION@/jetdeck-linux-x64"
      sha256 "@linux-x64@"
    end
  end

  def install
    bin.install Dir["jetdeck-*"].first => "jetdeck"
  end

  test do
    assert_equal version.to_s, shell_output("#{bin}/jetdeck --version").strip
  end
end
