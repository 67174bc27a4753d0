for host in host-1 host-2 host-3; do
    ssh "$host" 'kill -USR1 "$(cat /srv/orders/orders.pid)"' &
done
wait
