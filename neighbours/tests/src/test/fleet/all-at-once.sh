for host in host-1 host-2 host-3; do
    ssh "$host" 'cd /srv/orders && java -jar orders.jar restart' &
done
wait
