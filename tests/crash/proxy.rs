//! A network between processes and a Postgres server, which drops connections or loses them.

use std::{
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream, UnixStream},
    sync::broadcast,
    time::sleep,
};

use crate::postgres::Postgres;

pub(crate) struct Proxy {
    address: SocketAddr,
    /// The socket of the server to which new connections lead.
    socket: Arc<Mutex<PathBuf>>,
    faults: broadcast::Sender<Fault>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Fault {
    /// Both ends see the end of their connection.
    Dropped,
    /// The client gets no answer and no end. The server notices it after a while.
    Lost,
}

impl Proxy {
    /// Starts one in front of a server.
    pub(crate) async fn start(server: &Postgres) -> Self {
        let socket = Arc::new(Mutex::new(socket_of(server)));
        let now = Arc::clone(&socket);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let faults = broadcast::Sender::new(1);
        let of_connections = faults.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let fault = of_connections.subscribe();
                let socket = now.lock().unwrap().clone();
                tokio::spawn(connect(client, socket, fault));
            }
        });
        Self { address, socket, faults }
    }

    /// Leads new connections to another server.
    pub(crate) fn lead_to(&self, server: &Postgres) {
        *self.socket.lock().unwrap() = socket_of(server);
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://tests@{}/postgres?sslmode=disable&patience=1", self.address)
    }

    /// Does it to all connections that are open.
    pub(crate) fn fail(&self, fault: Fault) {
        _ = self.faults.send(fault);
    }
}

fn socket_of(server: &Postgres) -> PathBuf {
    let (_, folder) = server.url().split_once("host=").unwrap();
    Path::new(folder).join(".s.PGSQL.5432")
}

async fn connect(
    mut client: TcpStream,
    socket: PathBuf,
    mut fault: broadcast::Receiver<Fault>,
) -> io::Result<()> {
    let mut server = UnixStream::connect(socket).await?;
    let fault = tokio::select! {
        _ = copy_bidirectional(&mut client, &mut server) => return Ok(()),
        fault = fault.recv() => fault,
    };
    if let Ok(Fault::Lost) = fault {
        sleep(Duration::from_secs(2)).await;
        drop(server);
        std::future::pending::<()>().await;
    }
    Ok(())
}
