//! Where the site listens and what it puts up with.

use std::{net::SocketAddr, time::Duration};

use super::{Url, setting::section};

section! {
    /// Where the site listens and what it puts up with.
    Server = "server" {
        /// Address and port to listen on. Port 0 takes a free one and says which.
        bind: SocketAddr = "127.0.0.1:8080", "CONSILIUM_BIND";
        /// The address that readers type, for canonical links, feeds and the sitemap. With https the site also
        /// tells browsers to use nothing else. Empty: http and the address it listens on.
        public_url: Option<Url> = "", "CONSILIUM_PUBLIC_URL";
        /// Address of the internal listener with /metrics, /healthz and /readyz. Never open it to the world. Empty: none.
        internal_bind: Option<SocketAddr> = "", "CONSILIUM_INTERNAL_BIND";
        /// Threads that serve requests. 0: one for each processor.
        threads: usize = "0", "CONSILIUM_THREADS";
        /// Connections open at the same time; more wait to be taken.
        max_connections: usize = "10000", "CONSILIUM_MAX_CONNECTIONS";
        /// How long a client may take to send the head of a request.
        header_timeout: Duration = "15s", "CONSILIUM_HEADER_TIMEOUT";
        /// How long one request may take to be answered.
        request_timeout: Duration = "20s", "CONSILIUM_REQUEST_TIMEOUT";
        /// Longest address taken, in bytes; a longer one is answered with 414.
        max_address: usize = "2048", "CONSILIUM_MAX_ADDRESS";
        /// How long requests in flight may take to finish when the site is told to stop.
        shutdown_grace: Duration = "15s", "CONSILIUM_SHUTDOWN_GRACE";
    }
}
