-- The accounts of the test cluster. It lives on a network without a route out, for minutes.
CREATE USER 'blackstart'@'%' IDENTIFIED BY 'blackstart';
GRANT ALL PRIVILEGES ON *.* TO 'blackstart'@'%';
CREATE DATABASE blackstart;
-- What a database administrator prepares for Keystone (images/keystone), which makes its tables itself.
CREATE USER 'keystone'@'%' IDENTIFIED BY 'keystone';
CREATE DATABASE keystone;
GRANT ALL PRIVILEGES ON keystone.* TO 'keystone'@'%';
