//! Where the site listens and what it puts up with.

use std::{net::SocketAddr, time::Duration};

use super::{Url, Wait, Within, setting::section};

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
        /// Threads that serve requests, up to 1024. 0: one for each processor.
        threads: Within<0, 1024> = "0", "CONSILIUM_THREADS";
        /// Connections open at the same time, from 1 to 1000000; more wait to be taken.
        max_connections: Within<1, 1_000_000> = "10000", "CONSILIUM_MAX_CONNECTIONS";
        /// How long a client may take to send the head of a request.
        header_timeout: Wait = "15s", "CONSILIUM_HEADER_TIMEOUT";
        /// How long a client may take to send a form.
        body_timeout: Wait = "15s", "CONSILIUM_BODY_TIMEOUT";
        /// How long one request may take to be answered.
        request_timeout: Wait = "20s", "CONSILIUM_REQUEST_TIMEOUT";
        /// Longest address taken, in bytes, from 128 to 65536; a longer one is answered with 414.
        max_address: Within<128, 65_536> = "16384", "CONSILIUM_MAX_ADDRESS";
        /// Largest form taken, in kB, from 16 to 10000; a larger one is answered with 413.
        max_form_kb: Within<16, 10_000> = "256", "CONSILIUM_MAX_FORM_KB";
        /// Proxies of yours in front of the site, from 0 to 9. With one or more, the address that limits go by is taken from
        /// X-Forwarded-For; a proxy that does not set it would let everybody share one limit.
        proxies: Within<0, 9> = "0", "CONSILIUM_PROXIES";
        /// How long requests in flight may take to finish when the site is told to stop.
        shutdown_grace: Duration = "15s", "CONSILIUM_SHUTDOWN_GRACE";
    }
}
