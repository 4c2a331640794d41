-- The accounts of the test cluster. It lives on a network without a route out, for minutes.
CREATE USER 'blackstart'@'%' IDENTIFIED BY 'blackstart';
GRANT ALL PRIVILEGES ON *.* TO 'blackstart'@'%';
CREATE DATABASE blackstart;
